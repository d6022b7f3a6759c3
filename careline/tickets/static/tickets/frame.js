// A mail as it was sent, in its sandboxed frame: as high as what it holds, so that only the conversation scrolls.

const HIGHEST_PX = 6000;

export default function mount(frame) {
  let observer;
  const fit = () => {
    const page = frame.contentDocument?.documentElement;
    if (page) frame.style.blockSize = `${Math.min(page.scrollHeight, HIGHEST_PX)}px`;
  };
  const onLoad = () => {
    const body = frame.contentDocument?.body;
    if (!body) return;
    observer?.disconnect();
    observer = new ResizeObserver(fit);
    observer.observe(body);
    fit();
  };
  frame.addEventListener("load", onLoad);
  if (frame.contentDocument?.readyState === "complete") onLoad();
  return () => observer?.disconnect();
}
