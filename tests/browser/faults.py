"""What is wrong with the page that is open: axe's violations in light and dark, and what is wider than its place, also from right to left."""

from axe_playwright_python.sync_playwright import Axe

TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll(
    '.sheet__scroll, .queue__scroll, .context, .page, .rail, .door, .ticket__head, .composer, .menu, .dialog, .palette, .queue__actions')]
  .filter(one => one.getClientRects().length && one.scrollWidth > one.clientWidth + 1)
  .map(one => `${one.className || one.nodeName}: ${one.scrollWidth} > ${one.clientWidth}`)"""
TOO_WIDE_MIRRORED = f"""() => {{
  document.documentElement.dir = 'rtl';
  const found = ({TOO_WIDE})();
  document.documentElement.dir = 'ltr';
  return found;
}}"""
SETTLED = "document.getAnimations().forEach(one => { try { one.finish(); } catch { one.cancel(); } })"
LOOKS = ((390, 844, "light"), (1024, 768, "dark"))
AXE = Axe().axe_script
# Half a megabyte of axe is given to a page once, and of its long answer only what is wrong comes back. Where a page has
# hundreds of folds from one template, as the reference of the API, axe looks into the first forty.
VIOLATIONS = """async within => {
  if (!window.axe) return null;
  const exclude = [...document.querySelectorAll('.sheet details')].slice(40);
  document.getAnimations().forEach(one => { try { one.finish(); } catch { one.cancel(); } });
  const { violations } = await axe.run(within || (exclude.length ? { exclude } : document), { resultTypes: ['violations'] });
  return violations.map(one => [one.id, one.nodes[0].html.slice(0, 200)]);
}"""


def violations_of(page, within=None):
    """What axe finds in a part of the page, or all of it: each with the first piece of the page that it is about."""
    found = page.evaluate(VIOLATIONS, within)
    if found is None:
        page.evaluate(AXE)
        found = page.evaluate(VIOLATIONS, within)
    return [tuple(one) for one in found]


def faults_of(page, looks=LOOKS, within=None):
    """Look at the open page in each look, without loading it again, and from right to left in the last one."""
    found = []
    for width, height, scheme in looks:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [(width, scheme, fault) for fault in violations_of(page, within) + page.evaluate(TOO_WIDE)]
    return found + [("rtl", fault) for fault in page.evaluate(TOO_WIDE_MIRRORED)]


def walk(page, start, addresses, places):
    """Look at each address, everything on it unfolded; returns the faults of those that have some."""
    found = {}
    for address in addresses:
        answer = page.goto(start + address.format(**places))
        assert answer.status == (410 if "/join/nonsense" in address else 200), address
        page.wait_for_timeout(150)
        page.evaluate("document.querySelectorAll('.sheet details').forEach(one => { one.open = true; })")
        found |= {address: faults} if (faults := faults_of(page)) else {}
    return found
