package io.scanmetrics.assemble;

import io.scanmetrics.ScanAttribute;
import io.scanmetrics.ScanAttribute.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes a whole {@link Scan} of a scan's span, its phases and its resource.
 *
 * <p>A column takes its value from the scan's span if that has one, else from the phases (counts
 * add up, of others the phase that ended last wins), else, for the scanner's version and image,
 * from the resource.
 */
final class ScanComposer {
  private static final String EXCEPTION_TYPE = "exception.type";
  private static final String EXCEPTION_MESSAGE = "exception.message";
  private static final String STATUS_DESCRIPTION = "otel.status_description";

  private static final String VERSION = "service.version";
  private static final List<String> IMAGE =
      List.of("container.image.repo_digests", "container.image.id");

  /** The keys of a resource that a row may need. */
  static final List<String> RESOURCE_KEYS = List.of(VERSION, IMAGE.get(0), IMAGE.get(1));

  private final DefaultTenant defaultTenant;

  ScanComposer(DefaultTenant defaultTenant) {
    this.defaultTenant = defaultTenant;
  }

  Scan compose(KnownScan scan) {
    SpanRecord span = scan.span();
    List<KnownPhase> all = withFolded(scan);
    List<KnownPhase> byEnd = new ArrayList<>(all);
    byEnd.sort(KnownPhase.BY_END);
    Map<ScanAttribute, Object> values = new EnumMap<>(ScanAttribute.class);
    Map<String, Object> leftovers = new HashMap<>();
    collect(scan, byEnd, values, leftovers);
    Map<String, Object> attributes = attributes(scan, leftovers);

    UUID metricsId =
        Identifiers.metricsId(span.traceId(), span.spanId(), span.parentSpanId() == null);
    UUID tenant = tenant(values, attributes);
    UUID scanId = mapped(ScanAttribute.SCAN_ID, tenant, values, attributes);
    UUID surface = mapped(ScanAttribute.SURFACE_ID, tenant, values, attributes);
    if (surface != null) {
      values.put(ScanAttribute.SURFACE_ID, surface);
    }
    Instant end =
        scan.stage() == KnownScan.Stage.ENDED ? KnownPhase.instant(span.endMicros()) : null;
    List<PhaseExecution> phases = phases(scan, all);
    return new Scan(
        metricsId,
        scanId == null ? metricsId : scanId,
        tenant,
        span.traceId(),
        span.spanId(),
        KnownPhase.instant(span.startMicros()),
        end,
        outcome(scan),
        values,
        attributes,
        phases,
        scan.withdrawn(),
        end != null ? Progress.seenAt(end) : scan.progress().after(phases));
  }

  private static Outcome outcome(KnownScan scan) {
    return switch (scan.stage()) {
      case OPEN -> Outcome.RUNNING;
      case ENDED -> scan.span().failure() == null ? Outcome.SUCCEEDED : Outcome.FAILED;
      case ABANDONED -> Outcome.ABORTED;
    };
  }

  private static void collect(
      KnownScan scan,
      List<KnownPhase> byEnd,
      Map<ScanAttribute, Object> values,
      Map<String, Object> leftovers) {
    for (KnownPhase phase : byEnd) {
      if (phase.facts().tellsOfScan()) {
        collect(phase.facts(), values, leftovers);
      }
    }
    SpanFacts own = scan.facts();
    own.columns().keySet().forEach(attribute -> leftovers.remove(attribute.key()));
    leftovers.putAll(own.leftovers());
    values.putAll(own.columns());
    Map<String, Object> resource = scan.span().resource();
    fallBack(values, ScanAttribute.SCANNER_VERSION, resource, List.of(VERSION));
    fallBack(values, ScanAttribute.SCANNER_IMAGE_DIGEST, resource, IMAGE);
  }

  private static void collect(
      SpanFacts facts, Map<ScanAttribute, Object> values, Map<String, Object> leftovers) {
    leftovers.putAll(facts.leftovers());
    facts
        .columns()
        .forEach(
            (attribute, value) -> {
              values.merge(attribute, value, (before, last) -> merged(attribute, before, last));
              if (!facts.leftovers().containsKey(attribute.key())) {
                leftovers.remove(attribute.key());
              }
            });
  }

  private static Object merged(ScanAttribute attribute, Object before, Object last) {
    return attribute.kind() == Kind.COUNT
            && before instanceof Integer a
            && last instanceof Integer b
        ? (int) Math.min(Integer.MAX_VALUE, (long) a + b)
        : last;
  }

  private static void fallBack(
      Map<ScanAttribute, Object> values,
      ScanAttribute attribute,
      Map<String, Object> resource,
      List<String> keys) {
    for (String key : keys) {
      Object value = resource.get(key);
      if (value instanceof List<?> texts && !texts.isEmpty()) {
        value = texts.get(0);
      }
      if (value instanceof String text && !text.isEmpty()) {
        values.putIfAbsent(attribute, SafeText.of(text, SafeValues.MOST_BYTES));
      }
    }
  }

  private static Map<String, Object> attributes(KnownScan scan, Map<String, Object> leftovers) {
    Map<String, Object> attributes = new HashMap<>(scan.facts().others());
    SpanRecord.Failure failure = scan.span().failure();
    if (failure != null) {
      putText(attributes, EXCEPTION_TYPE, failure.exceptionType());
      putText(attributes, EXCEPTION_MESSAGE, failure.exceptionMessage());
      putText(attributes, STATUS_DESCRIPTION, failure.description());
    }
    attributes.putAll(leftovers);
    return attributes;
  }

  private static void putText(Map<String, Object> attributes, String key, @Nullable String text) {
    if (text != null) {
      attributes.putIfAbsent(key, SafeText.of(text, SafeValues.MOST_BYTES));
    }
  }

  private UUID tenant(Map<ScanAttribute, Object> values, Map<String, Object> attributes) {
    Object named = values.remove(ScanAttribute.TENANT_ID);
    String text = named == null ? defaultTenant.text() : named.toString();
    if (text == null) {
      return defaultTenant.id();
    }
    keepUnlessUuid(ScanAttribute.TENANT_ID, text, attributes);
    return Identifiers.tenant(text);
  }

  private static @Nullable UUID mapped(
      ScanAttribute attribute,
      UUID tenant,
      Map<ScanAttribute, Object> values,
      Map<String, Object> attributes) {
    Object named = values.remove(attribute);
    if (named == null) {
      return null;
    }
    keepUnlessUuid(attribute, named.toString(), attributes);
    return Identifiers.ofTenant(tenant, named.toString());
  }

  private static void keepUnlessUuid(
      ScanAttribute attribute, String text, Map<String, Object> attributes) {
    if (Identifiers.written(text) == null) {
      attributes.put(attribute.key(), text);
    }
  }

  /** The rows that stand for many executions each, in the form of spans. */
  static List<SpanRecord> folded(KnownScan scan) {
    return scan.folded().isEmpty()
        ? List.of()
        : scan.folded().spans(scan, () -> phases(scan, scan.phases()));
  }

  private static List<KnownPhase> withFolded(KnownScan scan) {
    List<KnownPhase> all = new ArrayList<>(scan.phases());
    for (SpanRecord span : folded(scan)) {
      SpanNode node = new SpanNode(span.spanId(), span.parentSpanId());
      all.add(new KnownPhase(scan.trace(), node, span, unfit -> {}));
    }
    return all;
  }

  private static List<PhaseExecution> phases(KnownScan scan, Collection<KnownPhase> rows) {
    List<KnownPhase> byStart = new ArrayList<>(rows);
    byStart.sort(KnownPhase.BY_START);
    OuterPhases outer = new OuterPhases(scan);
    List<PhaseExecution> phases = new ArrayList<>(byStart.size());
    for (KnownPhase phase : byStart) {
      phases.add(phase.execution(phases.size() + 1, outer.around(phase)));
    }
    return phases;
  }
}
