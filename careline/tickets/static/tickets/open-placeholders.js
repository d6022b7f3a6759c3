// Marks placeholders that are still to be filled in, without touching the text itself.

export function mark(field, open) {
  if (!window.Highlight) return;
  const ranges = [];
  const texts = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (const { index, 0: words } of texts.currentNode.data.matchAll(open)) {
      const range = new Range();
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + words.length);
      ranges.push(range);
    }
  }
  CSS.highlights.set("open-placeholder", new Highlight(...ranges));
}
