/** `when` clause for the manifest, as `isDataFile` of the protocol says it; a test compares the two. */
export const dataWhenClause = `resourceScheme == file && resourceExtname =~ /^\\.(csv|tsv|npy|npz|parquet)$/i`;
