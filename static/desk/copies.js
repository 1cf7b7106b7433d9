// The last resort: a copy of a form's words in this browser, for when neither the network nor the
// server took them. A copy is the writer's own (its name holds who wrote it), the oldest go when
// there are more than twenty or they are a month old, and logging out deletes them all.

const PREFIX = "desk.words.";
const LEAVING = "desk.loggingOut";
const MOST = 20;
const OLDEST = 30 * 24 * 60 * 60 * 1000;

/**
 * Keep what the form `form` of `user` holds; false if the browser has no room or refuses.
 * `copy` is {piece, at, basedOn, fields, kept, submitted}: `kept` when the server has the same
 * words, `submitted` when they were sent off to be saved.
 */
export function keepCopy(user, form, copy) {
  const key = `${PREFIX}${user}.${form}`;
  const text = JSON.stringify(copy);
  // The oldest that the server has too go first.
  const others = allCopies().filter((each) => each.key !== key);
  others.sort((one, other) => other.kept - one.kept || one.at - other.at);
  const crowd = others.splice(0, Math.max(0, others.length - MOST + 1));
  for (const each of crowd) remove(each.key);
  for (;;) {
    try {
      localStorage.setItem(key, text);
      return true;
    } catch {
      const next = others.shift();
      if (!next?.kept) return false;
      remove(next.key);
    }
  }
}

export function dropCopy(user, form) {
  remove(`${PREFIX}${user}.${form}`);
}

/** The copies of `user`, the newest first, with the number of the form each is of. */
export function copiesOf(user) {
  const mine = `${PREFIX}${user}.`;
  return allCopies()
    .filter((copy) => copy.key.startsWith(mine))
    .map((copy) => ({ ...copy, form: copy.key.slice(mine.length) }))
    .sort((one, other) => other.at - one.at);
}

/** Nothing stays behind for whoever uses this browser next; what is nowhere else is asked about. */
export function clearOnLogOut() {
  const form = document.querySelector("#logout-form");
  form?.addEventListener("submit", (event) => {
    const only = copiesOf(form.dataset.user).filter((copy) => !copy.kept);
    const question =
      "This browser holds words that were never saved. Logging out deletes them. Log out?";
    if (only.length && !confirm(question)) event.preventDefault();
    else put(sessionStorage, LEAVING, form.dataset.user);
  });
  if (!document.querySelector("[data-logged-out]")) return;
  for (const copy of copiesOf(take(sessionStorage, LEAVING))) remove(copy.key);
}

function allCopies() {
  const found = [];
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX)) continue;
      const copy = read(key);
      if (copy && Date.now() - copy.at < OLDEST) found.push({ ...copy, key });
      else remove(key);
    }
  } catch {
    // A private window may refuse; then there are none.
  }
  return found;
}

function read(key) {
  try {
    const copy = JSON.parse(localStorage.getItem(key));
    return Array.isArray(copy?.fields) ? copy : null;
  } catch {
    return null;
  }
}

function remove(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Then there was none.
  }
}

function put(storage, key, value) {
  try {
    storage.setItem(key, value);
  } catch {
    // Then it is not known who left; the copies go when they are a month old.
  }
}

function take(storage, key) {
  try {
    const value = storage.getItem(key);
    storage.removeItem(key);
    return value;
  } catch {
    return null;
  }
}
