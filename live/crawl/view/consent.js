// Runs behind autoconsent in the frames that it is sent to; tells consent.py what it does.
// `told` is the binding that consent.py put there, taken away from the page.

const told = window.__consent;
delete window.__consent;
const { instance, messages } = window.autoconsentStandalone;
let looks = 0;

// It would hide every wall that it knows by a style of 6 KB, which the kept HTML would show.
instance.domActions.prehide = instance.domActions.undoPrehide = () => false;
document.querySelector('style#autoconsent-prehide')?.remove();

messages.push = message => {
  const { type, cmp, result } = message;
  if (type === 'cmpDetected' || type === 'popupFound') told(type, cmp);
  if (type === 'optOutResult' && result) told(instance.foundCmp.isCosmetic ? 'hid' : 'refused', cmp);
  if (type === 'optOutResult' && !result) accept(cmp).catch(() => told('failed', cmp));
  if (type === 'optInResult') told(result ? 'accepted' : 'failed', cmp);
};

// Accepts a wall that could not be refused. The rules inside come without that part: it is asked
// for. There is none for a wall of which nothing but its looks is known.
async function accept(cmp) {
  const steps = await told('stuck', cmp);
  if (instance.foundCmp.rule && !steps.length) throw new Error('no way to accept');
  if (instance.foundCmp.rule) instance.foundCmp.rule.optIn = steps;
  await instance.doOptIn();
}

// Called at the end of each look for a wall. What it would do is statistics that cost a layout.
// The second look is the first for walls that are unknown.
instance.detectHeuristics = () => { if (++looks <= 2) told('looked', ''); };
