package io.scanmetrics.journal;

/**
 * Where the lines of one scan are in a file that several share.
 *
 * @param number counts the file's scans, from zero
 */
record Place(SharedFile file, int number) {}
