import type { Words } from '../../sentences';
import { answers } from './answers';
import { cases } from './cases';
import { CODES } from './codes';
import { expected } from './expected';
import { happened } from './happened';
import { maps } from './maps';
import { texts } from './texts';
import { BEFORE, CALLS, FIELDS, VERBS } from './verbs';

export const enUs: Words = {
  language: 'en-US',
  verbs: VERBS,
  calls: CALLS,
  fields: FIELDS,
  before: BEFORE,
  codes: CODES,
  urgency: { now: 'Now', soon: 'Soon', look: 'Look' },
  cases,
  answers,
  modes: {
    live: { label: 'Live', explain: 'Reads and sends.' },
    preview: { label: 'Preview', explain: 'Reads; what would be sent is listed and waits for an approval.' },
    paused: { label: 'Paused', explain: 'Reads and sends nothing. What is in flight is finished.' },
  },
  refusals: {
    'no right': 'Not allowed',
    'no login': 'Not signed in',
    'not ready': 'Not ready yet',
    'bad request': 'Not understood',
    'not found': 'Not found',
    'foreign origin': 'Refused',
    failed: 'It failed',
    unreachable: 'Not reachable',
  },
  maps,
  happened,
  expected,
  texts,
};
