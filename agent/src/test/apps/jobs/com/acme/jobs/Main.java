package com.acme.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A server with a queue: a job is taken in here, worked on there, and reported somewhere else. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Desk desk = new Desk();
    List<Job> jobs = List.of(new Job("red", 2), new Job("green", 0), new Job("blue", -1));
    for (Job job : jobs) {
      desk.takeIn(job);
    }
    desk.takeIn(jobs.get(0));

    ExecutorService workers = Executors.newFixedThreadPool(2);
    for (Job job : jobs) {
      workers.submit(() -> Worker.work(job)).get(10, TimeUnit.SECONDS);
    }
    workers.shutdown();

    List<String> findings = new ArrayList<>(List.of("a", "b", "c"));
    System.out.println("red: " + desk.report(jobs.get(0), findings) + " " + findings);
    System.out.println("green: " + desk.report(jobs.get(1), new ArrayList<>()));
    try {
      desk.report(jobs.get(2), findings);
    } catch (IllegalStateException e) {
      System.out.println("blue: " + e.getMessage());
    }
    System.out.println("unknown: " + desk.report(new Job("unknown", 1), findings));
    desk.takeIn(new Job("forgotten", 1));

    Office office = new Office();
    Ticket first = office.draw("first");
    Ticket second = office.draw("second");
    System.out.println(office.serve(second) + " " + office.serve(first));
  }
}

record Job(String id, int size) {}

final class Desk {
  String takeIn(Job job) {
    return "shelf of " + job.id();
  }

  int report(Job job, List<String> findings) {
    if (job.size() < 0) {
      throw new IllegalStateException("nothing came of " + job.id());
    }
    int count = findings.size();
    findings.clear();
    return count * 10;
  }
}

final class Worker {
  private Worker() {}

  static void work(Job job) {
    Stage.open(job);
    Stage.open(job);
    Stage.close(job, "second");
    Stage.close(job, "first");
  }
}

final class Stage {
  private Stage() {}

  static String open(Job job) {
    return "opened " + job.id();
  }

  static boolean close(Job job, String which) {
    return job.size() > 0;
  }
}

/** Nobody knows a ticket's number before it is drawn. */
final class Office {
  private int last;

  Ticket draw(String purpose) {
    last++;
    return new Ticket("ticket-" + last);
  }

  String serve(Ticket ticket) {
    return "served " + ticket.number();
  }
}

record Ticket(String number) {}
