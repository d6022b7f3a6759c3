// The form for theme and density: what is chosen shows at once and is kept by the server.

export default function mount(form) {
  const root = document.documentElement;
  const onChange = () => {
    const { theme, density } = Object.fromEntries(new FormData(form));
    if (theme === "system") delete root.dataset.theme;
    else if (theme) root.dataset.theme = theme;
    if (density) root.dataset.density = density;
    fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } });
  };
  form.addEventListener("change", onChange);
  return () => form.removeEventListener("change", onChange);
}
