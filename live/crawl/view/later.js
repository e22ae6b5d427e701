// Waits until `ms` after the page's load, in which scripts may put its article there; tells whether
// there was any need to: not where it has no script, never ended loading, or is older than that.
async ms => {
  const [load] = performance.getEntriesByType('navigation');
  const scripts = [...document.scripts].some(script => !/json/.test(script.type));
  const left = (load?.loadEventEnd || -Infinity) + ms - performance.now();
  if (!scripts || left < 0) return false;
  await new Promise(done => setTimeout(done, left));
  return true;
}
