/**
 * What rules would do, told without running anything: class files on disk are held against the
 * rules by the same matchers as when they are loaded, and what matches nothing gets its nearest
 * miss. The wording of misses serves the running agent too.
 */
@NullMarked
package io.scanmetrics.agent.explain;

import org.jspecify.annotations.NullMarked;
