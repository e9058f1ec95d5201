// The viewer's time zone, told to the server, which writes every date. The pages for signing in
// tell it, so that the first screen is right at once.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const told = document.cookie.split("; ").find((each) => each.startsWith("rapport_zone="));
const isNews = Boolean(zone) && told !== `rapport_zone=${zone}`;
if (isNews) document.cookie = `rapport_zone=${zone}; path=/; max-age=31536000; samesite=lax`;

export const isFirstTold = isNews && !told;
