// Prints all there is: waits for pictures, and until what is folded away on the server (`data-unfolds`) has come in its place.

export default function mount(button) {
  const print = async () => {
    await Promise.all([...document.querySelectorAll("#main img")].map((picture) => {
      picture.loading = "eager";
      return picture.decode().catch(() => {});
    }));
    window.print();
  };
  const onClick = () => {
    const fold = document.querySelector("[data-unfolds]");
    if (!fold) return void print();
    const wait = () => document.body.addEventListener("htmx:afterSettle", () => (fold.isConnected ? wait() : print()), { once: true });
    wait();
    fold.click();
  };
  button.addEventListener("click", onClick);
  return () => button.removeEventListener("click", onClick);
}
