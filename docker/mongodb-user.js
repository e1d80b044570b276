// Run by MongoDB at its first start: the apps' own user, who may use the apps' database and nothing else.
db.getSiblingDB('floor').createUser({
  user: 'floor',
  pwd: process.env.MONGODB_PASSWORD,
  roles: [{ role: 'readWrite', db: 'floor' }],
});
