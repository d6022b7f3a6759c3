// A ticket opened from a search: goes to the message that was found, and marks the words in the conversation.

const LEAST = 3;
const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// The beginning that the forms of a word have in common, more or less as a stemmer would say.
const stem = (word) => (word.length > 5 ? word.slice(0, Math.max(4, word.length - 3)) : word);

function rangesIn(node, stems) {
  const text = node.data;
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].filter(([word]) => stems.some((one) => plain(word).startsWith(one))).map(({ 0: word, index }) => {
    const range = document.createRange();
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    return range;
  });
}

export default function mount(element) {
  const stems = element.dataset.words.split(/[^\p{L}\p{N}\p{M}]+/u).map(plain).filter((word) => word.length >= LEAST).map(stem);
  const message = document.getElementById(`message-${element.dataset.found}`);
  if (CSS.highlights && stems.length) {
    const ranges = [];
    for (const body of document.querySelectorAll("#thread .message__body")) {
      const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) ranges.push(...rangesIn(walker.currentNode, stems));
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }
  message?.scrollIntoView({ block: "center" });
  return () => CSS.highlights?.delete("found");
}
