// data: {label, done, params: {name: value}}: parameters added to the page's address in the copied link.

function buildCopyLink(root) {
  const button = root.appendChild(element("button", "action"));
  button.type = "button";
  const note = root.appendChild(element("span", "hint"));
  note.setAttribute("role", "status");
  const field = root.appendChild(element("input", "fallback"));
  field.readOnly = true;
  field.hidden = true;
  const view = {};
  button.addEventListener("click", async () => {
    const link = new URL(location.href);
    for (const [name, value] of Object.entries(view.data.params)) {
      if (value) link.searchParams.set(name, value);
      else link.searchParams.delete(name);
    }
    try {
      await navigator.clipboard.writeText(link.href);
      show(button, `✓ ${view.data.done}`);
      show(note, view.data.done);
      setTimeout(() => show(button, view.data.label), 1500);
    } catch {
      // No clipboard without https or permission: the link is there to be copied by hand.
      field.hidden = false;
      field.value = link.href;
      field.setAttribute("aria-label", view.data.label);
      field.select();
    }
  });
  view.draw = (data) => {
    view.data = data;
    show(button, data.label);
  };
  return view;
}

export default function ({ data, parentElement }) {
  instance(parentElement, buildCopyLink).draw(data);
}
