// Collapses the sidebar once, on arrival, where the page would have too little room beside it. Streamlit does so below
// 768 px.

const ROOM = 1000; // px
let arrived = false;

export default function () {
  if (arrived) return;
  arrived = true;
  if (innerWidth >= ROOM) return;
  const open = document.querySelector('[data-testid="stSidebar"][data-collapsed="false"]');
  const button = open?.querySelector('[data-testid="stSidebarCollapseButton"] button');
  if (button instanceof HTMLElement) button.click();
}
