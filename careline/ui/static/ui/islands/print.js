// Prints all there is: what is still folded away on the server (`data-unfolds`) is fetched first, pictures are waited for.

export default function mount(button) {
  const print = async () => {
    const pictures = [...document.querySelectorAll("#main img")];
    pictures.forEach((picture) => { picture.loading = "eager"; });
    await Promise.all(pictures.map((picture) => picture.decode().catch(() => {})));
    window.print();
  };
  const onClick = () => {
    const fold = document.querySelector("[data-unfolds]");
    if (!fold) return void print();
    document.body.addEventListener("htmx:afterSettle", print, { once: true });
    fold.click();
  };
  button.addEventListener("click", onClick);
  return () => button.removeEventListener("click", onClick);
}
