// Collapses the sidebar once, on arrival, where the page would have too little room beside it. On a phone Streamlit
// does so itself: a click in that very moment would open it again.

const PHONE = 768; // px: Streamlit's own limit
const ROOM = 1000; // px
let arrived = false;

export default function () {
  if (arrived) return;
  arrived = true;
  if (innerWidth < PHONE || innerWidth >= ROOM) return;
  const open = document.querySelector('[data-testid="stSidebar"][data-collapsed="false"]');
  const button = open?.querySelector('[data-testid="stSidebarCollapseButton"] button');
  if (button instanceof HTMLElement) button.click();
}
