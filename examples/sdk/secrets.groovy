// Looks for secrets in files. Written in another language than the agent and its examples, with an SDK that is built
// by hand; of Scan Metrics it knows the exporter's builder and the attributes that the exporter's README lists.
import io.opentelemetry.api.trace.Span
import io.opentelemetry.api.trace.StatusCode
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter
import io.opentelemetry.sdk.trace.SdkTracerProvider
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor
import io.opentelemetry.sdk.trace.samplers.Sampler
import io.scanmetrics.otel.ScanMetricsExporter
import java.nio.file.Path
import java.security.MessageDigest

def environment = System.getenv()
def scanMetrics = ScanMetricsExporter.builder()
    .jdbcUrl(environment.SCAN_METRICS_JDBC_URL)
    .jdbcUser(environment.SCAN_METRICS_JDBC_USER)
    .spoolDir(Path.of(environment.SCAN_METRICS_SPOOL_DIR))
    .build()
def otlp = OtlpHttpSpanExporter.builder()
    .setEndpoint(environment.OTEL_EXPORTER_OTLP_ENDPOINT + '/v1/traces')
    .build()
def provider = SdkTracerProvider.builder()
    .setSampler(scanMetrics.sampler(Sampler.alwaysOn()))
    .addSpanProcessor(scanMetrics.spanProcessor())
    .addSpanProcessor(BatchSpanProcessor.builder(otlp).build())
    .build()
def tracer = provider.get('com.example.secrets')

/** Ends the span with the work, whose failure is the span's. */
def within(Span span, Closure work) {
  def scope = span.makeCurrent()
  try {
    return work()
  } catch (Exception e) {
    span.setStatus(StatusCode.ERROR, e.message)
    span.setAttribute('error.type', e.class.name)
    throw e
  } finally {
    scope.close()
    span.end()
  }
}

int failed = 0
for (name in args) {
  def file = new File(name)
  def scan = tracer.spanBuilder('scan')
      .setAttribute('scan.id', "secrets-${file.name}".toString())
      .setAttribute('scan.tenant.id', 'globex')
      .setAttribute('scan.artifact.type', 'other')
      .startSpan()
  def phase = { String phase, Closure work ->
    within(tracer.spanBuilder(phase).setAttribute('scan.phase.name', phase).startSpan(), work)
  }
  try {
    within(scan) {
      def text = phase('ingest') { file.text }
      scan.setAttribute('scan.artifact.digest', 'sha256:' + MessageDigest.getInstance('SHA-256').digest(text.bytes).encodeHex())
      def secrets = phase('analyze') { text.readLines().findAll { it ==~ /(?i).*(password|secret|token)\s*[:=]\s*\S+.*/ } }
      scan.setAttribute('scan.finding.count', secrets.size())
      println "${file.name}: ${secrets.size()} suspicious lines"
    }
  } catch (IOException e) {
    println "${file.name}: ${e.message}"
    failed++
  }
}
provider.close()
System.exit(failed == 0 ? 0 : 1)
