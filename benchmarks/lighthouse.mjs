// Medians of some Lighthouse visits to one page, as JSON: node lighthouse.mjs ADDRESS RUNS
//
// A phone on a slow line is Lighthouse's own default: simulated, 150 ms and 1.6 Mbit/s, so other
// work on this machine disturbs it little.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [address, runs] = process.argv.slice(2);
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const AUDITS = {
  fcp: "first-contentful-paint",
  lcp: "largest-contentful-paint",
  tbt: "total-blocking-time",
  cls: "cumulative-layout-shift",
};

async function visit() {
  const chrome = await launch({ chromeFlags: FLAGS, logLevel: "silent" });
  try {
    const options = { port: chrome.port, logLevel: "silent", onlyCategories: CATEGORIES };
    const { lhr } = await lighthouse(address, options);
    if (lhr.runtimeError) throw new Error(`${address}: ${lhr.runtimeError.message}`);
    const figures = {};
    for (const name of CATEGORIES) figures[name] = Math.round(lhr.categories[name].score * 100);
    for (const [name, audit] of Object.entries(AUDITS)) figures[name] = lhr.audits[audit].numericValue;
    const fetched = lhr.audits["network-requests"].details.items;
    figures.bytes = fetched.reduce((sum, { transferSize }) => sum + (transferSize ?? 0), 0);
    return figures;
  } finally {
    chrome.kill();
  }
}

const visits = [];
for (let run = 0; run < Number(runs); run += 1) visits.push(await visit());
const median = (values) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)];
const medians = Object.keys(visits[0]).map((name) => [name, median(visits.map((each) => each[name]))]);
console.log(JSON.stringify(Object.fromEntries(medians)));
