/** How sure, and how bad: the words of every verdict. */
export type Finding = 'correct' | 'suspicious' | 'wrong' | 'inconclusive';
