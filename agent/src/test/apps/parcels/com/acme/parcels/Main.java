package com.acme.parcels;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Parcels are carried by people who know a parcel's number and nothing of the desk's books. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0) {
      carry("never");
      System.out.println("waiting");
      System.in.read();
      return;
    }
    Desk desk = new Desk();

    elsewhere(() -> carry("early"));
    desk.open("early");
    desk.close("early");

    CompletableFuture<String> flight = Drone.fly("astride");
    elsewhere(() -> Van.load("astride"));
    Sorter.sort("astride", () -> desk.open("astride"));
    elsewhere(() -> Van.unload("astride"));
    flight.complete("landed");
    desk.close("astride");

    desk.open("late");
    Van.load("late");
    desk.close("late");
    Van.unload("late");
    carry("late");

    carry("never");
    System.out.println("carried");
  }

  private static void carry(String parcel) {
    Sorter.sort(parcel, Label::print);
    Van.load(parcel);
    Van.unload(parcel);
    Drone.fly(parcel).complete("landed");
  }

  private static void elsewhere(Runnable work) throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    other.submit(work).get(10, TimeUnit.SECONDS);
    other.shutdown();
  }
}

final class Desk {
  void open(String parcel) {}

  void close(String parcel) {}
}

final class Sorter {
  private Sorter() {}

  static void sort(String parcel, Runnable then) {
    then.run();
  }
}

final class Label {
  private Label() {}

  static void print() {}
}

final class Van {
  private Van() {}

  static void load(String parcel) {}

  static void unload(String parcel) {}
}

final class Drone {
  private Drone() {}

  static CompletableFuture<String> fly(String parcel) {
    return new CompletableFuture<>();
  }
}
