/**
 * A scanner with an OpenTelemetry SDK of its own, that makes its spans by hand: {@code
 * examples/own-sdk.sh} runs it.
 */
@NullMarked
package com.example.sdk;

import org.jspecify.annotations.NullMarked;
