package io.scanmetrics.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdentifiersTest {
  private static final UUID DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
  private static final UUID TENANT = UUID.fromString("5c1b9c42-6f3e-4a9c-8d31-0f4c1e6a7b21");

  @Test
  void aTextBecomesTheVersion5UuidOfRfc9562() {
    assertThat(Identifiers.ofTenant(DNS, "www.example.com"))
        .hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  }

  @Test
  void theNameIsTakenInUtf8() {
    // python3 -c "import uuid; print(uuid.uuid5(uuid.NAMESPACE_DNS, 'Prüfung 検査'))"
    assertThat(Identifiers.ofTenant(DNS, "Prüfung 検査"))
        .hasToString("1abf94c4-5f53-537b-9ec8-5b4b858386c8");
  }

  @Test
  void aTenantsNameSpaceIsFixed() {
    // python3 -c "import uuid;
    // print(uuid.uuid5(uuid.UUID('954120af-16e6-579e-bab2-c65a94c07c94'), 'acme'))"
    assertThat(Identifiers.tenant("acme")).hasToString("13687761-6578-5e28-ad9d-8ac25eba3cba");
  }

  @Test
  void aUuidIsUsedAsItIsInEitherCase() {
    UUID id = UUID.fromString("7f0c9a52-0b3e-4d6f-9a77-a1b2c3d4e5f6");

    assertThat(Identifiers.tenant("7F0C9A52-0B3E-4D6F-9A77-A1B2C3D4E5F6")).isEqualTo(id);
    assertThat(Identifiers.ofTenant(TENANT, "7f0c9a52-0b3e-4d6f-9a77-a1b2c3d4e5f6")).isEqualTo(id);
  }

  @Test
  void otherWaysToWriteAUuidAreText() {
    for (String text :
        new String[] {
          "7f0c9a520b3e4d6f9a77a1b2c3d4e5f6",
          "{7f0c9a52-0b3e-4d6f-9a77-a1b2c3d4e5f6}",
          "7f0c9a52-b3e-4d6f-9a77-a1b2c3d4e5f6",
          "1-1-1-1-1",
          " 7f0c9a52-0b3e-4d6f-9a77-a1b2c3d4e5f6"
        }) {
      assertThat(Identifiers.written(text)).as(text).isNull();
    }
  }

  @Test
  void twoTenantsScansOfTheSameNameNeverMeet() {
    assertThat(Identifiers.ofTenant(Identifiers.tenant("acme"), "nightly"))
        .isNotEqualTo(Identifiers.ofTenant(Identifiers.tenant("globex"), "nightly"));
  }

  @Test
  void aScanThatIsTheRootOfItsTraceIsKeptUnderTheTraceId() {
    assertThat(Identifiers.metricsId("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true))
        .hasToString("4bf92f35-77b3-4da6-a3ce-929d0e0e4736");
    assertThat(Identifiers.metricsId("ffffffffffffffffffffffffffffffff", "00f067aa0ba902b7", true))
        .hasToString("ffffffff-ffff-ffff-ffff-ffffffffffff");
  }

  @Test
  void aScanInsideAForeignTraceIsKeptUnderAnIdOfItsOwn() {
    // python3 -c "import uuid;
    // print(uuid.uuid5(uuid.UUID('4bf92f3577b34da6a3ce929d0e0e4736'), '00f067aa0ba902b7'))"
    assertThat(Identifiers.metricsId("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", false))
        .hasToString("a03983dd-ce7c-50b9-b21c-b3a2d593c3b7");
  }
}
