/** Rules to woven classes. The only package that knows Byte Buddy. */
@NullMarked
package io.scanmetrics.agent.instrument;

import org.jspecify.annotations.NullMarked;
