// How parts are renewed in place: what a person opened, chose or is writing stays as it is.

const kept = (node) => node.nodeType === Node.ELEMENT_NODE && "keep" in node.dataset;

if (window.Idiomorph) {
  window.Idiomorph.defaults.ignoreActiveValue = true;
  Object.assign(window.Idiomorph.defaults.callbacks, {
    beforeNodeMorphed: (old) => !kept(old),
    beforeNodeRemoved: (old) => !kept(old),
    beforeAttributeUpdated: (name, node) => !(name === "open" && node.matches("details, dialog")),
  });
}
