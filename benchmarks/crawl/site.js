// What a news site's script does: a consent banner that comes late, a list that it fills in.

function consent(kind) {
  const text = 'We value your privacy. We and our partners use cookies to store and access '
    + 'information on your device. You may accept or reject them.';
  const box = document.createElement('div');
  if (kind === 'onetrust') {
    window.OnetrustActiveGroups = ',C0001,C0002,';
    box.id = 'onetrust-consent-sdk';
    box.innerHTML = '<div id="onetrust-banner-sdk" role="dialog" aria-label="Privacy"><p>' + text
      + '</p><div id="onetrust-button-group"><button id="onetrust-reject-all-handler">Reject All'
      + '</button><button id="onetrust-accept-btn-handler">Accept All</button></div></div>';
  } else {
    box.className = 'privacy-note';
    box.innerHTML = '<p>' + text + '</p><button>Reject all</button><button>Accept all</button>';
  }
  document.body.append(box);
  for (const button of box.querySelectorAll('button')) {
    button.addEventListener('click', () => {
      window.OnetrustActiveGroups = ',C0001,';
      document.cookie = 'consent=1';
      box.remove();
    });
  }
}

function mostRead() {
  const list = document.createElement('ol');
  for (let n = 1; n <= 8; n += 1) {
    const item = document.createElement('li');
    item.textContent = 'A story that many have read, number ' + n;
    list.append(item);
  }
  document.querySelector('#most-read').append(list);
}

mostRead();
const kind = new URL(document.currentScript.src).searchParams.get('consent');
setTimeout(() => consent(kind), 100);
