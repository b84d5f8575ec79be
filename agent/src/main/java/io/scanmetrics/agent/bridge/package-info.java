/** The one class that stands between application and agent. JDK types only. */
@NullMarked
package io.scanmetrics.agent.bridge;

import org.jspecify.annotations.NullMarked;
