/**
 * What the figures of a report come to, and how they are put into words; where they are shown is
 * the business of the packages below.
 */
@NullMarked
package io.scanmetrics.agent.report;

import org.jspecify.annotations.NullMarked;
