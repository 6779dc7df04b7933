export type Verdict = 'correct' | 'suspicious' | 'wrong' | 'inconclusive';
export type Scheme = 'central' | 'forward';
