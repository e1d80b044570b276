export { connectMongo, type MongoConnection, MongoUnreachable } from './connect.js';
