// Before the first paint, or the page would flash.
{
  const key = "latchwork-theme";
  const apply = (theme) => {
    document.documentElement.dataset.theme = theme;
  };
  const stored = () => {
    try {
      return localStorage.getItem(key) ?? "";
    } catch {
      return ""; // Storage may be refused; the system's theme is a good answer then.
    }
  };

  apply(stored());

  document.addEventListener("DOMContentLoaded", () => {
    const select = document.getElementById("theme");
    select.value = stored();
    select.addEventListener("change", () => {
      apply(select.value);
      try {
        localStorage.setItem(key, select.value);
      } catch {
        // The choice then lasts until the page is left.
      }
    });
  });
}
