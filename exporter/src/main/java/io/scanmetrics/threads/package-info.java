/** Threads in a JVM that is somebody else's. */
@NullMarked
package io.scanmetrics.threads;

import org.jspecify.annotations.NullMarked;
