// A timer that runs: counts on from what the server measured. What counts is kept there; a reload loses nothing.

export default function mount(shown) {
  const started = Date.now() - Number(shown.dataset.seconds) * 1000;
  const pad = (n) => String(n).padStart(2, "0");
  const tick = () => {
    const all = Math.max(0, Math.floor((Date.now() - started) / 1000));
    shown.textContent = `${Math.floor(all / 3600)}:${pad(Math.floor(all / 60) % 60)}:${pad(all % 60)}`;
  };
  tick();
  const every = setInterval(tick, 1000);
  return () => clearInterval(every);
}
