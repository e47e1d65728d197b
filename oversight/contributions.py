"""What oversight contributes, by subject."""

import oversight.policies.checks
import oversight.policies.derived
import oversight.policies.doubts
import oversight.policies.links
import oversight.policies.naming
import oversight.policies.panels
import oversight.responsibility.panels
import oversight.supervision.checks
import oversight.supervision.panels
import oversight.workforce.doubts
import oversight.workforce.panels
