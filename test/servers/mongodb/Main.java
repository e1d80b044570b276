import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.List;
import java.util.Set;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** mongo-java-server on a file: `Main PORT FILE` says `listening` when it does. */
public class Main {
  private static final Set<String> READS = Set.of("find", "getMore", "aggregate", "count", "isMaster", "ismaster", "ping", "killCursors");

  /** Keeps what it acknowledges when it is killed, as a journal would: by itself the backend writes its file once in a while. */
  private static final class Durable extends H2Backend {
    Durable(MVStore store) {
      super(store);
    }

    @Override
    public Document handleMessage(MongoMessage message) {
      Document answer = super.handleMessage(message);
      if (!READS.contains(message.getDocument().keySet().iterator().next())) commit();
      return answer;
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
      return new Database(name);
    }

    /** An inner class, for it is asked for collections before its constructor has come to its own fields. */
    private final class Database extends H2Database {
      Database(String name) {
        super(name, getMvStore(), getCursorRegistry());
      }

      @Override
      protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
        String space = getFullCollectionNamespace(name);
        MVMap<Object, Document> data = getMvStore().openMap("databases." + space);
        MVMap<String, Object> meta = getMvStore().openMap("meta." + space);
        return new ById(this, name, options, data, meta, cursorRegistry);
      }
    }
  }

  /** Looks a document up by its id also where more is asked of it: by itself the server reads the whole collection then. */
  private static final class ById extends H2Collection {
    ById(
        MongoDatabase database,
        String name,
        CollectionOptions options,
        MVMap<Object, Document> data,
        MVMap<String, Object> meta,
        CursorRegistry cursors) {
      super(database, name, options, data, meta, cursors);
    }

    @Override
    protected QueryResult queryDocuments(Document query, Document order, int skip, int limit, int batch, Document projection) {
      if (query.size() > 1 && query.containsKey("_id")) {
        Document byId = new Document("_id", query.get("_id"));
        for (Index<Object> index : getIndexes()) {
          if (index.canHandle(byId)) return matchDocuments(query, index.getPositions(byId), order, skip, limit, batch, projection);
        }
      }
      return super.queryDocuments(query, order, skip, limit, batch, projection);
    }
  }

  /** What the driver asks for at least; the server's own versions stop short of it. */
  private static final class Version implements MongoVersion {
    public List<Integer> getVersionArray() {
      return List.of(4, 4, 0);
    }

    public int getWireVersion() {
      return 9;
    }
  }

  public static void main(String[] args) throws Exception {
    MVStore store = new MVStore.Builder().fileName(args[1]).cacheSize(64).open();
    H2Backend backend = new Durable(store);
    backend.version(new Version());
    MongoServer server = new MongoServer(backend);
    server.bind("127.0.0.1", Integer.parseInt(args[0]));
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    System.out.println("listening");
    Thread.currentThread().join();
  }
}
