// How well a name fits what somebody typed, for lists that are narrowed while one types: letters may be wrong or missing.

const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
const pairsOf = (word) => {
  const padded = ` ${word} `;
  return new Set([...padded].slice(1).map((letter, place) => [...padded][place] + letter));
};

// Twice the common pairs of letters over all of them (Dice's coefficient): 1 for the same word.
function alike(one, other) {
  const [a, b] = [pairsOf(one), pairsOf(other)];
  return (2 * [...a].filter((pair) => b.has(pair)).length) / (a.size + b.size);
}

// 0 where it does not fit. In the name: 4 at its beginning, 3 at a word's, 2 within; 1 in what stands beside; under 1 with a typing error.
export function likeness(typed, name, beside = "") {
  const [wanted, within, near] = [plain(typed), plain(name), plain(beside)];
  if (within.startsWith(wanted)) return 4;
  const parts = within.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const words = wanted.split(/\s+/);
  if (words.every((word) => parts.some((part) => part.startsWith(word)))) return 3;
  if (words.every((word) => within.includes(word))) return 2;
  if (words.every((word) => near.includes(word))) return 1;
  const worst = Math.min(...words.map((word) => Math.max(0, ...parts.map((part) => Math.max(alike(word, part), alike(word, part.slice(0, word.length)))))));
  return worst >= 0.45 && wanted.length > 2 ? worst * 0.9 : 0;
}
