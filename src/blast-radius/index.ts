export { blastRadius } from './blast-radius.ts';
export { type Explanation, explainCredential, explainStore, explainWorst } from './explain.ts';
export { explainText } from './explain-text.ts';
export { operationsAt } from './operations/index.ts';
