// Streamlit 1.67 puts headings and boxes between the items of its navigation's list, so it is no list to a screen reader.
// Without these roles, what is left is a landmark with links.

/** @import { Props } from "./shared.js" */
import { instance } from "./shared.js";

const ITEMS = "[data-testid=stSidebarNav] ul, [data-testid=stSidebarNav] li";

/** @param {HTMLElement} root */
function buildPlainNavigation(root) {
  const mend = () => {
    for (const item of document.querySelectorAll(ITEMS)) item.setAttribute("role", "none");
  };
  const navigation = new MutationObserver(mend);
  navigation.observe(document.querySelector("[data-testid=stSidebar]") ?? document.body, {
    childList: true,
    subtree: true,
  });
  mend();
  return root;
}

/** @param {Props<object>} props */
export default function ({ parentElement }) {
  instance(parentElement, buildPlainNavigation);
}
