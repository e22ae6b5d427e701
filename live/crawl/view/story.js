// Which document a tab holds, and what it calls itself: { address, began, headings }.
// began: when the document came to be, ms since 1970; another document has another.
() => ({
  address: location.href,
  began: performance.timeOrigin,
  headings: [...document.querySelectorAll('h1')]
    .filter(h1 => h1.checkVisibility())
    .slice(0, 50)
    .map(h1 => h1.textContent.slice(0, 500).toWellFormed()),
})
