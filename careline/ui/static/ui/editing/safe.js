// What may come into a rich-text field: the elements that the server keeps too. Makes pasted words fit in; it is not the
// security boundary. That is the server, which cleans everything again.

const TAGS = new Set("A B BLOCKQUOTE BR CODE DEL DIV EM H1 H2 H3 HR I IMG LI OL P PRE S SPAN STRONG SUB SUP TABLE TBODY TD TH THEAD TR U UL".split(" "));
const GONE = new Set("SCRIPT STYLE TEMPLATE TITLE IFRAME OBJECT NOSCRIPT SVG MATH TEXTAREA SELECT BUTTON".split(" "));
const BECOMES = { H4: "H3", H5: "H3", H6: "H3", TT: "CODE", SAMP: "CODE", KBD: "CODE", STRIKE: "S", INS: "U" };
"SECTION ARTICLE MAIN HEADER FOOTER ASIDE NAV FIGURE DL DT DD ADDRESS FORM".split(" ").forEach((name) => { BECOMES[name] = "DIV"; });
const SIDES = ["colspan", "rowspan"];
const ATTRIBUTES = { A: ["href", "title"], IMG: ["alt", "width", "height"], SPAN: ["data-mention"], TD: SIDES, TH: SIDES, OL: ["start"] };
// The content policy would complain of styles and handlers in what is pasted.
const LOOKS = "data-looks";
const withoutStyles = (html) => html.replace(/<style[\s>][\s\S]*?<\/style>/gi, "").replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, ` ${LOOKS}=`).replace(/\son[a-z]+\s*=/gi, " data-gone="));
const LINK = /^\s*(https?:|mailto:|tel:)/i;
const HEAVY = /font-weight:\s*(bold|[6-9]00)/i;
const LIGHT = /font-weight:\s*(normal|[1-4]00)/i;
const SLANTED = /font-style:\s*italic/i;

function ownImage(source, images) {
  if (!images || !source) return "";
  const { origin, pathname } = new URL(source, window.location.href);
  return origin === window.location.origin && pathname.startsWith(images) ? pathname : "";
}

function nameOf(element) {
  const name = element.nodeName.toUpperCase();
  const style = element.getAttribute(LOOKS) || "";
  if (name === "SPAN" && HEAVY.test(style)) return "B";
  if (name === "SPAN" && SLANTED.test(style)) return "I";
  if ((name === "B" || name === "STRONG") && LIGHT.test(style)) return "SPAN";
  return BECOMES[name] || name;
}

function made(element, name, images) {
  const one = document.createElement(name);
  const source = name === "IMG" && ownImage(element.getAttribute("src"), images);
  if (name === "IMG" && !source) return null;
  if (source) one.setAttribute("src", source);
  [...(ATTRIBUTES[name] || []), "dir", "lang"].forEach((attribute) => {
    const value = element.getAttribute(attribute);
    if (value !== null && (attribute !== "href" || LINK.test(value))) one.setAttribute(attribute, value);
  });
  return one;
}

function carry(from, into, images) {
  from.childNodes.forEach((child) => {
    if (child.nodeType === Node.TEXT_NODE) into.append(child.data);
    if (child.nodeType !== Node.ELEMENT_NODE) return;
    const name = nameOf(child);
    if (GONE.has(name)) return;
    const one = TAGS.has(name) ? made(child, name, images) : null;
    if (one) into.append(one);
    if (name !== "IMG") carry(child, one || into, images);
  });
}

export function fragmentOf(html, images) {
  const parsed = new DOMParser().parseFromString(withoutStyles(html), "text/html"); // inert
  const kept = document.createDocumentFragment();
  carry(parsed.body, kept, images);
  return kept;
}
