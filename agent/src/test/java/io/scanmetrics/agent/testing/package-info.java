/** What tests of the packaged agent stand on: forked JVMs and applications compiled for them. */
@NullMarked
package io.scanmetrics.agent.testing;

import org.jspecify.annotations.NullMarked;
