/** Rules to woven classes. The only package that knows ASM. */
@NullMarked
package io.scanmetrics.agent.instrument;

import org.jspecify.annotations.NullMarked;
