"""The exchange workbook, one declaration a sheet."""

from ledger.sheets.base import Sheet
from ledger.sheets.core import RelocationSiteSheet, VillageSheet
from ledger.sheets.labor import (
    EmploymentSheet,
    HouseholdSheet,
    JobSeekingCaseSheet,
    LaborExportSheet,
    PersonSheet,
    PublicBenefitPostSheet,
    SpotCheckSheet,
    VerificationSheet,
)
from ledger.sheets.oversight import (
    BaselineSheet,
    OrganisationDocumentSheet,
    PolicyPaymentSheet,
    PolicySheet,
    SupervisionTaskSheet,
)
from ledger.sheets.platforms import (
    BusinessCheckSheet,
    HouseholdHelpSheet,
    PlatformSheet,
    ServiceSheet,
    StaffMemberSheet,
    VacancySheet,
)
from ledger.sheets.status import StatusChangeSheet
from ledger.sheets.training import EnrolmentSheet, StaffTrainingSheet, TrainingClassSheet, TrainingQuotaSheet
from ledger.sheets.workshops import InspectionSheet, WorkshopSheet

#: In the contract's order, which reads every sheet after the sheets that it refers to.
SHEETS: tuple[type[Sheet], ...] = (
    BaselineSheet,
    OrganisationDocumentSheet,
    VillageSheet,
    RelocationSiteSheet,
    HouseholdSheet,
    PersonSheet,
    WorkshopSheet,
    StatusChangeSheet,
    InspectionSheet,
    LaborExportSheet,
    EmploymentSheet,
    JobSeekingCaseSheet,
    VerificationSheet,
    SpotCheckSheet,
    PlatformSheet,
    StaffMemberSheet,
    BusinessCheckSheet,
    StaffTrainingSheet,
    ServiceSheet,
    HouseholdHelpSheet,
    PolicySheet,
    PolicyPaymentSheet,
    SupervisionTaskSheet,
    TrainingQuotaSheet,
    TrainingClassSheet,
    EnrolmentSheet,
    PublicBenefitPostSheet,
    VacancySheet,
)

#: In the order in which a town fills them: places, people, what happens to them, then the papers of the year.
FILLING = (*SHEETS[2:], *SHEETS[:2])
#: What a town begins with.
FIRST = (VillageSheet, HouseholdSheet, PersonSheet)

SHEETS_BY_NAME: dict[str, type[Sheet]] = {sheet.sheet_name: sheet for sheet in SHEETS}
#: The same, one a model: rows of a sheet with parts are stored in several tables.
TABLES: tuple[type[Sheet], ...] = tuple(part for sheet in SHEETS for part in sheet.parts or (sheet,))
SHEETS_BY_MODEL = {sheet.model: sheet for sheet in TABLES}

__all__ = ["FILLING", "FIRST", "SHEETS", "SHEETS_BY_MODEL", "SHEETS_BY_NAME", "TABLES", "Sheet"]
