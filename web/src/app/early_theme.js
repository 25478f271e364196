// Sets the theme, the density and the language of the document before the first paint, from what the last visit left behind.
// The stylesheet follows the system's preference when nothing is stored.
(function () {
  try {
    var root = document.documentElement;
    var theme = localStorage.getItem('kith.theme');
    var density = localStorage.getItem('kith.density');
    var language = localStorage.getItem('kith.language');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    if (density) root.dataset.density = density;
    if (language) root.lang = language;
  } catch {
    // Storage may be denied: the defaults stand.
  }
})();
