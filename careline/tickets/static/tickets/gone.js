// A soft warning goes by itself once its words are gone, and is said anew if they come back.

const PAUSE = 600;

/** Hide the `box` as soon as what is `found()` in the draft is no more what the box says; asked only while it is shown. */
export default function watch(box, found) {
  setTimeout(() => {
    if (box.hidden || !box.isConnected) return;
    if (found() === box.dataset.said) return void watch(box, found);
    box.hidden = true;
    delete box.dataset.said;
  }, PAUSE);
}
