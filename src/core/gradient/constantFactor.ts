export type DiagnosisKind = 'scale' | 'sign' | 'normalization' | 'zero' | 'unexplained';
