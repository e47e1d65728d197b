"""What a page shows of its help where no session can open the manual."""

from django import template

from manual.contents import help_by_route

register = template.Library()


@register.simple_tag
def help_below(route: str, heading: str) -> str:
    """What the help of the page at `route` says below one of its headings, as HTML."""
    return help_by_route()[route].part(heading)
