package io.scanmetrics.assemble;

/** A scan as the assembling gives it out, with what its journal has of it. */
record Assembled(Scan scan, ScanJournal.Noted noted) {}
